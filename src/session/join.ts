/** Adds the experiments of one session to another, as when a recorded one is shown beside one's own. */
import type { DocumentImage, SessionContent } from "./document/document.ts";
import { nextId, type Session } from "./session.ts";

function joinedImages(
  ours: readonly DocumentImage[],
  theirs: readonly DocumentImage[],
): readonly DocumentImage[] {
  const known = new Set(ours.map(({ id }) => id));
  return [...ours, ...theirs.filter(({ id }) => !known.has(id))];
}

/**
 * The session with all experiments of the other one after its own, under new ids. The other's shown experiment is shown,
 * with its plan; settings stay the session's.
 */
export function joined(session: Session, other: SessionContent): Session {
  const ids = new Map<string, string>();
  let experiments = session.experiments;
  for (const each of other.experiments) {
    const id = nextId(experiments);
    ids.set(each.id, id);
    experiments = [...experiments, { ...each, id }];
  }
  return {
    ...session,
    images: joinedImages(session.images, other.images),
    experiments,
    shown: other.shown === null ? session.shown : (ids.get(other.shown) ?? null),
    plan: other.plan ?? session.plan,
  };
}
