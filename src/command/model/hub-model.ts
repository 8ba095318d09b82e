/** Models of the hub, by name: those that are stored, and a download where one was requested. */

import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { KeptModel, Listing, Offer } from "../../source/offer.ts";
import { type HubAddress, parseHubAddress } from "../../source/source.ts";
import { reportMegabytes } from "../output.ts";

/** A repository at a revision, in one of its published precisions; null for any. */
export interface HubName extends HubAddress {
  readonly mix: string | null;
}

/** Reads "owner/name", "owner/name@revision", each with or without ":precision". */
export function parseHubName(text: string): Outcome<HubName> {
  const [, address = text, mix = null] = /^([^:]*):([\w-]+)$/.exec(text) ?? [];
  const parsed = parseHubAddress(address);
  return parsed.ok ? success({ ...parsed.value, mix }) : parsed;
}

/** Whether the id of a stored model, such as "owner/name@0123456789ab-q4", has that name. The revision "main" matches any commit. */
export function isNamed(id: ModelId, { repository, revision, mix }: HubName): boolean {
  const [, kept, commit = "", precision] = /^([^@]+)@([0-9a-f]{12})-(.+)$/.exec(id) ?? [];
  const sameCommit = revision === "main" || commit.startsWith(revision.slice(0, commit.length));
  return kept === repository && sameCommit && (mix === null || mix === precision);
}

const choices = (of: readonly { readonly mix: string }[]): string => of.map(({ mix }) => mix).join(", ");

function offerNamed({ offers, leftOut }: Listing, { repository, mix }: HubName): Outcome<Offer> {
  const found = mix === null ? offers.find(({ recommended }) => recommended) : undefined;
  const offer = found ?? offers.find((each) => each.mix === mix);
  if (offer !== undefined) return success(offer);
  const reasons = [`Available here: ${choices(offers) || "nothing"}.`, ...leftOut].join(" ");
  return failure("notFound", `${repository} has no ${mix ?? "precision that suits this machine"}.`, reasons);
}

async function download(client: LocalEngine, name: HubName): Promise<Outcome<ModelId>> {
  const listing = await client.models.lookUp(name);
  if (!listing.ok) return listing;
  const offer = offerNamed(listing.value, name);
  if (!offer.ok) return offer;
  const { order } = offer.value;
  const fetched = await client.models.download(order, NEVER, (event) => {
    if (event.kind === "progress") reportMegabytes("fetching the model, MB", event.done, event.total);
  });
  if (!fetched.ok) return fetched;
  return fetched.value === null
    ? failure("bug", "The download ended without a model.")
    : success(fetched.value);
}

function theOnly(kept: readonly KeptModel[], text: string): Outcome<ModelId> {
  const [first, second] = kept;
  if (first === undefined)
    return failure(
      "notFound",
      `${text} is not stored on this machine.`,
      "Add --download to download it once.",
    );
  if (second === undefined) return success(first.id);
  const ids = kept.map(({ id }) => id).join(", ");
  return failure(
    "badInput",
    `${text} is stored more than once: ${ids}.`,
    "Add @REVISION, :PRECISION or both.",
  );
}

/** The id of the stored model of that name. The hub is contacted only where `allowed`, and only for models that are not stored. */
export async function keptModel(
  client: LocalEngine,
  text: string,
  allowed: boolean,
): Promise<Outcome<ModelId>> {
  const name = parseHubName(text);
  if (!name.ok) return name;
  const stock = await client.models.stock(new URL("models/published.json", document.baseURI).href);
  if (!stock.ok) return stock;
  const kept = stock.value.kept.filter(({ id, whole }) => whole && isNamed(id, name.value));
  return kept.length === 0 && allowed ? download(client, name.value) : theOnly(kept, text);
}
