/** A claim in a line. */
interface Member {
  /** Before the others of the line, three times of four. */
  first?: boolean;
}

/** Of so many turns one is of those that are not first. */
export const EVERY = 4;

/** Those who share a key of a FairQueue: each kind in order of arrival. */
export class FairLine<T extends Member> {
  private readonly first: T[] = [];
  private readonly others: T[] = [];
  private turns = 0;

  get length(): number {
    return this.first.length + this.others.length;
  }

  push(member: T): void {
    this.partOf(member).push(member);
  }

  /** Who is next. The line must not be empty. */
  peek(): T {
    return this.nextPart()[0];
  }

  shift(): T {
    const part = this.nextPart();
    this.turns = part === this.first && this.others.length > 0 ? this.turns + 1 : 0;
    return part.shift()!;
  }

  /** @returns whether it was there */
  remove(member: T): boolean {
    const part = this.partOf(member);
    const at = part.indexOf(member);
    if (at >= 0) part.splice(at, 1);
    return at >= 0;
  }

  /** Who gives up the place when there are too many. The line must not be empty. */
  last(): T {
    return (this.others.at(-1) ?? this.first.at(-1))!;
  }

  count(first: boolean): number {
    return first ? this.first.length : this.others.length;
  }

  private nextPart(): T[] {
    const isOthers = this.first.length === 0 || (this.others.length > 0 && this.turns >= EVERY - 1);
    return isOthers ? this.others : this.first;
  }

  private partOf({ first }: Member): T[] {
    return first ? this.first : this.others;
  }
}

/** How many of so many come before one that joins them now. */
export function aheadInLine(first: number, others: number, isFirst: boolean): number {
  return isFirst
    ? first + Math.min(others, Math.floor(first / (EVERY - 1)))
    : others + Math.min(first, (others + 1) * (EVERY - 1));
}
