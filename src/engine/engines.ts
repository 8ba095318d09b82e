/** Several engines as one: every request goes to the engine in which its model is open. */
import type { ModelId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import { compareByScores, type MeasureBins, type Scorer } from "./compare-by-scores.ts";
import type { Engine, EngineRuns } from "./port.ts";

export interface Engines extends Engine {
  add(engine: Engine): void;
  remove(engine: Engine): void;
}

const NONE = () => failure("workerLost", "The engine is not running.", "Start it again.");

/** Runs of whichever engine has the model, of one kind. */
function runsAmong(
  owner: (model: ModelId) => Engine | undefined,
  runsOf: (engine: Engine) => EngineRuns,
  measure: MeasureBins,
): EngineRuns {
  const scorerOf = ({ model }: { readonly model: ModelId }): Outcome<Scorer> => {
    const engine = owner(model);
    return engine === undefined ? NONE() : success({ facts: engine.facts, score: runsOf(engine).score });
  };
  const ask = async <T>(
    model: ModelId,
    work: (runs: EngineRuns) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    const engine = owner(model);
    return engine === undefined ? NONE() : work(runsOf(engine));
  };
  return {
    rollout: (request, signal, onEvent) =>
      ask(request.showing.model, (runs) => runs.rollout(request, signal, onEvent)),
    score: (request, signal, onEvent) =>
      ask(request.showing.model, (runs) => runs.score(request, signal, onEvent)),
    compare(request, signal, onEvent) {
      const { student, others } = request.contrast;
      const one = owner(student.model);
      const apart = others.some(({ showing }) => owner(showing.model) !== one);
      const lists = one?.facts(student.model)?.gives.logits.kind === "topK";
      return apart || lists
        ? compareByScores(scorerOf, measure, request, signal, onEvent)
        : ask(student.model, (runs) => runs.compare(request, signal, onEvent));
    },
    logits: (request, signal) => ask(request.showing.model, (runs) => runs.logits(request, signal)),
    likelihood: (request, signal) => ask(request.showing.model, (runs) => runs.likelihood(request, signal)),
    attention: (request, signal) => ask(request.showing.model, (runs) => runs.attention(request, signal)),
    token: async (request, signal) =>
      owner(request.student.model) === owner(request.other.model)
        ? ask(request.student.model, (runs) => runs.token(request, signal))
        : failure(
            "unsupported",
            "The two sides run in different engines, so their rows of logits cannot be compared.",
          ),
  };
}

/** A changing set of engines. A request for a model that none of them has goes to the first, which reports that it is not open. */
export function createEngines(): Engines {
  const open = new Set<Engine>();
  const owner = (model: ModelId): Engine | undefined => {
    const all = [...open];
    return all.find((engine) => engine.facts(model) !== null) ?? all[0];
  };
  const ask = <T>(model: ModelId, work: (engine: Engine) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const engine = owner(model);
    return engine === undefined ? Promise.resolve(NONE()) : work(engine);
  };
  const measureBins: MeasureBins = async (request) => {
    const [first] = open;
    return first === undefined ? NONE() : first.measureBins(request);
  };
  return {
    add: (engine) => void open.add(engine),
    remove: (engine) => void open.delete(engine),
    facts: (model) => owner(model)?.facts(model) ?? null,
    async addImage(id, bytes) {
      let added: Awaited<ReturnType<Engine["addImage"]>> = NONE();
      for (const engine of open) {
        added = await engine.addImage(id, bytes);
        if (!added.ok) return added;
      }
      return added;
    },
    removeImage: (id) => {
      for (const engine of open) engine.removeImage(id);
    },
    picture: (request) => ask(request.model, (engine) => engine.picture(request)),
    ...runsAmong(owner, (engine) => engine, measureBins),
    background: runsAmong(owner, (engine) => engine.background, measureBins),
    measureBins,
    computeWeights: async (request) => {
      const [first] = open;
      return first === undefined ? NONE() : first.computeWeights(request);
    },
    close: () => {
      for (const engine of open) engine.close();
      open.clear();
    },
  };
}
