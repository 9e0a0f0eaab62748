import type * as Types from "./generated/types.gen";

export type { Block, Change, Document } from "./generated/types.gen";
export const read = {
  issue: (data: unknown) => data as Types.Issue,
  issues: (data: unknown) => data as Types.IssueList,
  entries: (data: unknown) => data as Types.EntryList,
  sync: (data: unknown) => data as Types.SyncPage,
  parallel: (data: unknown) => data as Types.ParallelIssue,
  organisations: (data: unknown) => data as Types.OrganisationList,
};
export const languages = (block: Types.ParallelBlock) => block.by_locale;
