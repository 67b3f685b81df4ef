import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../../access/actor.types.js';
import type { Move } from './move.schema.js';
import { MovesRepository } from './moves.repository.js';

/** A long change of an organization and how far it is. */
export type Operation = Pick<
  Move,
  | 'org_id'
  | 'kind'
  | 'at'
  | 'phase'
  | 'from'
  | 'to'
  | 'documents_total'
  | 'documents_done'
  | 'pause_ms'
  | 'error'
  | 'created_at'
  | 'updated_at'
> & { id: string };

const LISTED = 50;

/** The moves of the caller's organization, as a person watches them. */
@Injectable()
export class OperationsService {
  constructor(private readonly moves: MovesRepository) {}

  /** The newest first. @throws AppError organization.not_found for an actor without an organization */
  async list(actor: Actor): Promise<Operation[]> {
    return (await this.moves.listOf(organizationOf(actor), LISTED)).map(toOperation);
  }

  /** Those under way, of every organization, the newest first. */
  async listOpen(): Promise<Operation[]> {
    return (await this.moves.listOpen(LISTED)).map(toOperation);
  }

  /** Of one organization, also those that are over; for platform operators. */
  async listOf(organizationId: string): Promise<Operation[]> {
    return (await this.moves.listOf(organizationId, LISTED)).map(toOperation);
  }

  /** @throws AppError operation.not_found, also for an operation of another organization */
  async find(actor: Actor, id: string): Promise<Operation> {
    const move = await this.moves.find(id);
    if (!move || move.org_id !== actor.organizationId) throw new AppError('operation.not_found');
    return toOperation(move);
  }
}

function toOperation(move: Move): Operation {
  return { ...move, id: move._id };
}
