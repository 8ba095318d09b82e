/** The sources of models, as data. */
import type { ModelId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";

/** A file on disk with its path inside the chosen folder. The file is a handle: passing it on reads nothing. */
export interface LocalFile {
  readonly path: string;
  readonly file: File;
}

/**
 * - site: a manifest that was built with the page or is on the same server.
 * - kept: a model that this browser stores in its origin-private file system.
 * - files: a folder or a set of files on disk, read in place. `mix` selects one of its precisions; null if its own manifest
 *   leaves no choice.
 */
export type ModelSource =
  | { readonly kind: "site"; readonly manifest: string }
  | { readonly kind: "kept"; readonly id: ModelId }
  | { readonly kind: "files"; readonly files: readonly LocalFile[]; readonly mix: string | null };

/** A model that a remote engine serves under this name. */
export interface ServedSource {
  readonly kind: "served";
  readonly engine: string;
  readonly model: string;
}

/** A repository of the hub. `revision` is a commit, a tag or a branch; downloads are pinned to a commit. */
export interface HubAddress {
  readonly repository: string;
  readonly revision: string;
}

/** The hub for downloads. The page's policy names it and the hosts that it redirects to. */
export const HUB = "https://huggingface.co";

const HINT = "Write OWNER/NAME, or OWNER/NAME@REVISION.";
const NAME = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;
const REVISION = /^[\w.-]{1,100}$/;

/** Parses "owner/name", "owner/name@revision" or an address of the hub's pages. */
export function parseHubAddress(text: string): Outcome<HubAddress> {
  const path = text.trim().replace(/^(?:https:\/\/)?(?:huggingface\.co|hf\.co)\//, "");
  const found = /^([^/@]+\/[^/@]+)(?:@([^/]+)|\/(?:tree|resolve|blob)\/([^/]+)(?:\/.*)?)?\/?$/.exec(path);
  const [, repository = "", pinned, linked] = found ?? [];
  const revision = pinned ?? linked ?? "main";
  if (!NAME.test(repository) || repository.includes("..") || !REVISION.test(revision))
    return failure("badInput", `"${text.trim()}" is not the name of a repository.`, HINT);
  return success({ repository, revision });
}

/** How many requests to a remote engine are under way at once, unless a person says otherwise. */
export const AT_ONCE = 4;

/** The most: browsers open six connections to a server, and one stays for the page's own files. */
export const MOST_AT_ONCE = 5;
