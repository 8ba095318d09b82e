/** The offers of a repository or a folder for this device: each precision with its size, its memory and whether it suits. */
import type { Outcome } from "../../base/outcome.ts";
import { success } from "../../base/outcome.ts";
import {
  filesOf,
  type ModelTitle,
  manifestOf,
  mixesOf,
  type Shape,
} from "../../model/manifest/hub-layout.ts";
import type { Manifest, ModelFile } from "../../model/manifest/manifest.ts";
import { estimateMemory } from "../../model/memory.ts";
import { type DeviceTraits, type Mix, type Suitability, suitability } from "../../source/mix.ts";
import { fitOf, type Listing, type Offer, type Order } from "../../source/offer.ts";
import type { Depot } from "../depot.ts";
import { type Folder, localFilesOf } from "../folder.ts";
import { distinctFiles, presentBytes } from "../transfer/download.ts";

const UNKNOWN = "0".repeat(64);

interface Candidate {
  readonly mix: string;
  readonly title: string;
  readonly manifest: Manifest;
  readonly suited: Suitability;
  readonly order: Order;
}

const bytesOfAll = (manifest: Manifest): number =>
  distinctFiles(manifest).reduce((sum, file) => sum + file.bytes, 0);

async function offerOf(candidate: Candidate, device: DeviceTraits, depot: Depot | null): Promise<Offer> {
  const { mix, title, manifest, suited, order } = candidate;
  const memory = estimateMemory(manifest, device.backend);
  const bytes = bytesOfAll(manifest);
  const present = depot === null ? [] : [...(await presentBytes(depot, manifest)).values()];
  const missing = bytes - present.reduce((sum, size) => sum + size, 0);
  const fit = fitOf(memory, device.memory);
  return {
    id: manifest.id,
    mix,
    title,
    bytes,
    missing,
    memory,
    fit,
    note: suited.suits === "well" ? "" : suited.reason,
    recommended: false,
    order,
  };
}

/** The offers; the first that suits well and fits is recommended. */
async function offersOf(
  candidates: readonly Candidate[],
  device: DeviceTraits,
  depot: Depot | null,
): Promise<readonly Offer[]> {
  const suitable = (suits: Suitability["suits"]) => candidates.filter(({ suited }) => suited.suits === suits);
  const possible = [...suitable("well"), ...suitable("somewhat")];
  const offers = await Promise.all(possible.map((candidate) => offerOf(candidate, device, depot)));
  const best = offers.findIndex(
    (offer, index) => offer.fit.fits !== "no" && possible[index]?.suited.suits === "well",
  );
  return offers.map((offer, index) => ({ ...offer, recommended: index === best }));
}

/** One sentence for each reason why precisions are not offered. */
function leftOut(mixes: readonly Mix[], device: DeviceTraits): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const mix of mixes) {
    const { suits, reason } = suitability(mix, device);
    if (suits === "no") byReason.set(reason, [...(byReason.get(reason) ?? []), mix.title]);
  }
  return [...byReason].map(([reason, titles]) => `Not offered: ${titles.join(", ")}; ${reason}.`);
}

/** A repository's files and shape, whatever their source. */
export interface Repository {
  readonly title: ModelTitle;
  readonly revision: string;
  readonly base: string;
  readonly files: readonly ModelFile[];
  readonly shape: Shape;
}

/** The offers of a repository. `depot` is null if this browser stores nothing. */
export async function listRepository(
  repository: Repository,
  device: DeviceTraits,
  depot: Depot | null,
): Promise<Outcome<Listing>> {
  const { title, revision, base, files, shape } = repository;
  const mixes = mixesOf(files);
  const candidates: Candidate[] = [];
  for (const mix of mixes) {
    const manifest = manifestOf(title, shape, mix, filesOf(files, mix));
    if (!manifest.ok) return manifest;
    const order = { kind: "hub", base, manifest: JSON.stringify(manifest.value) } as const;
    const suited = suitability(mix, device);
    candidates.push({ mix: mix.id, title: mix.title, manifest: manifest.value, suited, order });
  }
  const offers = await offersOf(candidates, device, depot);
  const { licence, source, knows } = title;
  const about = { title: title.title, licence, source, knows, revision };
  return success({ ...about, offers, leftOut: leftOut(mixes, device) });
}

/** The offers of a folder on disk: the model of its manifest, or each precision in the hub's layout. */
export async function listFolder(folder: Folder, device: DeviceTraits): Promise<Outcome<Listing>> {
  const candidates: Candidate[] = [];
  if (folder.kind === "manifest") {
    const { manifest } = folder;
    const suited = { suits: "well", reason: "as its own manifest says" } as const;
    const order = { kind: "files", mix: null } as const;
    candidates.push({ mix: "manifest", title: "as it is", manifest, suited, order });
  } else {
    for (const mix of folder.mixes) {
      const files = localFilesOf(folder, mix).map((file) => ({ ...file, sha256: UNKNOWN }));
      const manifest = manifestOf(folder.title, folder.shape, mix, files);
      if (!manifest.ok) return manifest;
      const suited = suitability(mix, device);
      const order = { kind: "files", mix: mix.id } as const;
      candidates.push({ mix: mix.id, title: mix.title, manifest: manifest.value, suited, order });
    }
  }
  const offers = await offersOf(candidates, device, null);
  const { title, licence, source, knows } = folder.kind === "manifest" ? folder.manifest : folder.title;
  const mixes = folder.kind === "manifest" ? [] : folder.mixes;
  return success({
    title,
    licence,
    source,
    knows,
    revision: null,
    offers,
    leftOut: leftOut(mixes, device),
  });
}
