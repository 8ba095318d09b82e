/** From what `record` made to the sessions that come with Fovea: two experiments about one scene of the gallery. */
import type { DocumentImage, SessionDocument } from "../../src/session/document/document.ts";
import { openSessionText } from "../../src/session/document/open.ts";
import { documentOf, sessionText } from "../../src/session/document/write.ts";
import { joined } from "../../src/session/join.ts";
import { USUAL_SETTINGS } from "../../src/session/settings.ts";
import type { SuiteItem } from "../../src/suite/item.ts";

function opened(text: string): SessionDocument {
  const session = openSessionText(text);
  if (!session.ok) throw new Error(session.fault.message);
  return session.value;
}

/** The image as the gallery names it, so that its bytes are found there. */
function sceneImage(image: DocumentImage, item: SuiteItem): DocumentImage {
  return {
    ...image,
    name: item.title,
    alt: item.alt,
    origin: { kind: "gallery", item: item.id },
    answer: item.answer,
  };
}

/** The session of one greedy answer and a group, which shows the answer. */
export function assembled(about: string, item: SuiteItem, single: string, group: string): string {
  const [first, second] = [opened(single), opened(group)];
  const both = joined(first, second);
  const session = {
    ...both,
    title: "",
    experiments: both.experiments.map((experiment) => ({ ...experiment, note: about })),
    images: both.images.map((image) => sceneImage(image, item)),
    shown: first.shown,
    plan: first.plan,
    settings: USUAL_SETTINGS,
  };
  return sessionText(documentOf(session));
}
