// What an app does with the API's answers, on the types that a generator made of the schema.
// It compiles with --strict for each generator; run with a file of answers it prints what it read.
import { type Block, type Change, type Document, languages, read } from "./client";

declare const process: { argv: string[] };
declare function require(name: string): { readFileSync(path: string, coding: string): string };

function words(block: Block): string {
  switch (block.type) {
    case "event":
      return block.value.title;
    case "news":
      return block.value.headline;
    default:
      return block.html; // of any type, also one that is younger than these types
  }
}

function title(document: Document): string {
  switch (document.type) {
    case "issue":
      return document.title;
    case "organisation":
      return document.name;
    default:
      return document.type;
  }
}

function said(change: Change): string {
  switch (change.op) {
    case "upsert":
      return `+ ${title(change.data)}`;
    case "delete":
      return `- ${change.key}`;
    default:
      return `? ${change.key}`;
  }
}

const data = JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"));
console.log(
  JSON.stringify({
    blocks: read.issue(data.Issue).body.map(words),
    listed: read.issues(data.IssueList).items.flatMap((issue) => (issue.body ?? []).map(words)),
    entries: read.entries(data.EntryList).items.map((entry) => (entry.block ? words(entry.block) : "")),
    changes: read.sync(data.SyncPage).items.map(said),
    parallel: read
      .parallel(data.ParallelIssue)
      .blocks.flatMap((block) => Object.values(languages(block)).map((each) => (each ? words(each) : ""))),
    organisations: read.organisations(data.OrganisationList).items.map((each) => each.name),
  }),
);
