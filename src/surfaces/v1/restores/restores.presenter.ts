import { clusterText } from '../../../database/past/moment.js';
import type {
  RestoreChoice,
  RestoredCollection,
  RestoredDocument,
} from '../../../modules/organizations/collection-restores/collection-restore.types.js';
import type { RestoreCollectionDto, RestoredCollectionDto, RestoredDocumentDto } from './restores.dto.js';

export const choiceOf = ({ as, confirm, dry_run: isDryRun }: RestoreCollectionDto): RestoreChoice => ({
  as,
  confirm,
  isDryRun,
});

export const presentCollection = (
  { name, documents, isReplaced, changes, before }: RestoredCollection,
  isDryRun = false,
): RestoredCollectionDto => ({
  collection: name,
  dry_run: isDryRun,
  documents,
  replaced: isReplaced,
  changes: changes ?? null,
  undo_at: before === undefined ? null : clusterText(before),
});

export const presentDocument = (
  collection: string,
  { change, before }: RestoredDocument,
  isDryRun = false,
): RestoredDocumentDto => ({
  collection,
  dry_run: isDryRun,
  change,
  undo_at: before === undefined ? null : clusterText(before),
});
