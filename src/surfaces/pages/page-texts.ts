import { Messages } from '../../common/messages.js';
import { DE } from './texts/de.js';
import { EN, type PageText } from './texts/en.js';

export const PAGE_TEXTS = new Messages<PageText>({ en: EN, de: DE });
