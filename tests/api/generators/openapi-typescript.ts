import type { components } from "./generated";

type Types = components["schemas"];
export type Block = Types["Block"];
export type Change = Types["Change"];
export type Document = Types["Document"];
export const read = {
  issue: (data: unknown) => data as Types["Issue"],
  issues: (data: unknown) => data as Types["IssueList"],
  entries: (data: unknown) => data as Types["EntryList"],
  sync: (data: unknown) => data as Types["SyncPage"],
  parallel: (data: unknown) => data as Types["ParallelIssue"],
  organisations: (data: unknown) => data as Types["OrganisationList"],
};
export const languages = (block: Types["ParallelBlock"]) => block.by_locale;
