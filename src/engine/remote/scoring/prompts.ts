/** The prompts of showings as an engine takes them; the last ones are kept, since siblings and sides share them. */
import type { ImageId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { type Showing, type ShownImage, showingKey } from "../../../evidence/views/showing.ts";
import type { ImageFacts, ModelPicture, PictureRequest } from "../../port.ts";
import { type Message, messagesOf } from "./messages.ts";
import { render } from "./prompt-scores.ts";
import type { RenderedPrompt, ScoringPrompt, Target } from "./target.ts";

/** The images of the session, and what an engine is sent of them. */
export interface Images {
  add(id: ImageId, bytes: ArrayBuffer): Promise<Outcome<ImageFacts>>;
  remove(id: ImageId): void;
  /** A view as a PNG in a data: URL. */
  url(image: ShownImage, edges: PictureRequest["edges"]): Promise<Outcome<string>>;
  /** The same pixels for the screen. */
  picture(image: ShownImage, edges: PictureRequest["edges"]): Outcome<ModelPicture>;
}

export interface Prompts {
  /** The prompt of a showing, rendered where `rendered` asks for it; null where it was stopped. */
  of(showing: Showing, rendered: boolean, signal: AbortSignal): Promise<Outcome<ScoringPrompt | null>>;
}

/** How many showings' prompts are kept: those of one answer's sides. */
const KEPT = 6;

/** Remembers the values of the last few keys; what failed or was stopped is forgotten. */
function remembering<T>() {
  const known = new Map<string, Promise<Outcome<T | null>>>();
  return (key: string, make: () => Promise<Outcome<T | null>>): Promise<Outcome<T | null>> => {
    const made = known.get(key) ?? make();
    known.delete(key);
    known.set(key, made);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    void made.then((outcome) => {
      if ((!outcome.ok || outcome.value === null) && known.get(key) === made) known.delete(key);
    });
    return made;
  };
}

export function createPrompts(target: Target, images: Images): Prompts {
  const messagesFor = remembering<readonly Message[]>();
  const renderedFor = remembering<RenderedPrompt>();
  return {
    async of(showing, rendered, signal) {
      const key = showingKey(showing);
      const messages = await messagesFor(key, () => messagesOf(showing, images.url));
      if (!messages.ok || messages.value === null) return messages as Outcome<null>;
      const said = messages.value;
      if (!rendered) return success({ messages: said, rendered: null });
      const prompt = await renderedFor(key, () => render(target, said, signal));
      if (!prompt.ok || prompt.value === null) return prompt as Outcome<null>;
      return success({ messages: said, rendered: prompt.value });
    },
  };
}
