import { inkOn } from '../../common/colors.js';
import { escapeHtml } from '../../common/html.js';
import type { Locale } from '../../common/locales.js';
import { shorten } from './plain-text.js';

/** What a template says; the layout makes both parts of the mail of it. */
export interface EmailText {
  subject: string;
  /** Whom it is for; without it the mail begins with its first paragraph. */
  greeting?: string;
  paragraphs: string[];
  button?: { label: string; url: string };
  /** A secret to be copied. */
  code?: string;
  /** Why it came, and what to do when it should not have come. */
  note: string;
}

/** Whose mail it is, and where its links lead. */
export interface Sender {
  name: string;
  /** What links begin with. */
  url: string;
  /** What is added to every link, such as its language. */
  query?: string;
  /** Where the product is; `url` when absent. */
  home?: string;
  /** Address of an image. */
  logo?: string;
  /** `#rrggbb`. */
  color?: string;
  colorDark?: string;
  support?: string;
}

/** Words of the layout itself. */
interface Words {
  locale: Locale;
  /** Above the address that a button leads to. */
  help: string;
  support: string | undefined;
}

/** Mail programs cut what is longer (RFC 5322, section 2.1.1, advises 78). */
const MAX_SUBJECT = 78;
/** Columns of the plain part. */
const WIDTH = 76;

/** One e-mail as subject, plain text and HTML. */
export function layOut(
  email: EmailText,
  sender: Sender,
  words: Words,
): { subject: string; text: string; html: string } {
  const subject = shorten(email.subject, MAX_SUBJECT);
  return {
    subject,
    text: plainPart(email, sender, words),
    html: htmlPart({ ...email, subject }, sender, words),
  };
}

function plainPart(email: EmailText, sender: Sender, { support }: Words): string {
  const { greeting, paragraphs, button, code, note } = email;
  const blocks = [
    ...(greeting === undefined ? [] : [`${greeting},`]),
    ...paragraphs.map((paragraph) => wrap(paragraph)),
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(button === undefined ? [] : [`${button.label}:\n${button.url}`]),
    wrap(note),
    ...(support === undefined ? [] : [wrap(support)]),
    `-- \n${sender.name}\n${sender.home ?? sender.url}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Breaks at blanks; a word longer than a line stays whole. */
function wrap(text: string): string {
  let line = '';
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** No remote style, and no image but a logo that was set: it reads the same wherever they are blocked. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #f3f4f6; color: #1f2937; }
.card { max-width: 520px; margin: 0 auto; padding: 32px 28px; background: #ffffff; border-radius: 12px; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
.button { display: inline-block; padding: 12px 22px; border-radius: 8px; background: #1d4ed8; color: #ffffff; font-weight: 600; text-decoration: none; }
.code { font: 600 18px ui-monospace, Menlo, Consolas, monospace; user-select: all; }
.quiet { color: #5b6472; font-size: 13px; }
@media (prefers-color-scheme: dark) {
  body { background: #111827 !important; color: #e5e7eb !important; }
  .card { background: #1f2937 !important; }
  .button { background: #93c5fd !important; color: #0b1220 !important; }
  .quiet, .quiet a { color: #a8b1bf !important; }
}`;

const FONT = "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BUTTON = { light: ['#1d4ed8', '#ffffff'], dark: ['#93c5fd', '#0b1220'] } as const;

type Paint = readonly [background: string, ink: string];

/** The colours of the button in both schemes. */
function paints({ color, colorDark = color }: Sender): { light: Paint; dark: Paint } {
  return {
    light: color === undefined ? BUTTON.light : [color, inkOn(color)],
    dark: colorDark === undefined ? BUTTON.dark : [colorDark, inkOn(colorDark)],
  };
}

function styleOf(sender: Sender): string {
  const { light, dark } = paints(sender);
  return STYLE.replace(
    'background: #1d4ed8; color: #ffffff',
    `background: ${light[0]}; color: ${light[1]}`,
  ).replace(
    'background: #93c5fd !important; color: #0b1220 !important',
    `background: ${dark[0]} !important; color: ${dark[1]} !important`,
  );
}

/** For programs that drop the style sheet. */
const buttonStyle = ([background, ink]: Paint): string =>
  `display:inline-block;padding:12px 22px;border-radius:8px;background:${background};color:${ink};font-weight:600;text-decoration:none`;

const logoOf = ({ logo, name }: Sender): string =>
  logo === undefined
    ? ''
    : `<p style="text-align:center"><img src="${escapeHtml(logo)}" alt="${escapeHtml(name)}" height="40" style="height:40px;max-width:240px"></p>\n`;

function htmlPart(email: EmailText, sender: Sender, { locale, help, support }: Words): string {
  const { subject, greeting, paragraphs, button, code, note } = email;
  const lines = greeting === undefined ? paragraphs : [`${greeting},`, ...paragraphs];
  const url = button && escapeHtml(button.url);
  const home = escapeHtml(sender.home ?? sender.url);
  const style = buttonStyle(paints(sender).light);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${styleOf(sender)}
</style>
</head>
<body>
<div role="article" lang="${locale}" style="padding:24px 12px;${FONT}">
${logoOf(sender)}<div class="card" style="max-width:520px;margin:0 auto;padding:32px 28px">
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
${code === undefined ? '' : `<p class="code">${escapeHtml(code)}</p>\n`}${
    button === undefined
      ? ''
      : `<p style="margin:24px 0"><a class="button" href="${url}" style="${style}">${escapeHtml(button.label)}</a></p>
<p class="quiet">${escapeHtml(help)}<br><a href="${url}">${url}</a></p>\n`
  }<p class="quiet">${escapeHtml(note)}</p>
${support === undefined ? '' : `<p class="quiet">${escapeHtml(support)}</p>\n`}</div>
<p class="quiet" style="max-width:520px;margin:16px auto 0;text-align:center">${escapeHtml(sender.name)} · <a href="${home}">${home}</a></p>
</div>
</body>
</html>
`;
}
