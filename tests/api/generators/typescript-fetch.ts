import {
  EntryListFromJSON,
  IssueFromJSON,
  IssueListFromJSON,
  OrganisationListFromJSON,
  type ParallelBlock,
  ParallelIssueFromJSON,
  SyncPageFromJSON,
} from "./generated";

export type { Block, Change, Document } from "./generated";
export const read = {
  issue: IssueFromJSON,
  issues: IssueListFromJSON,
  entries: EntryListFromJSON,
  sync: SyncPageFromJSON,
  parallel: ParallelIssueFromJSON,
  organisations: OrganisationListFromJSON,
};
export const languages = (block: ParallelBlock) => block.byLocale;
