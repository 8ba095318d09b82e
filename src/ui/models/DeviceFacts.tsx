/** Which backends were chosen, why, and how to override them. */
import type { ReactNode } from "react";
import type { AppState } from "../../app/state.ts";
import { useApp } from "../app-context.ts";
import { count, grouped, mebibytes, megabytes } from "../shared/format.ts";
import { MODEL_BACKENDS, NUMBER_BACKENDS } from "../shell/words.ts";

type Report = Extract<AppState["engine"], { kind: "ready" }>["report"];
const GOLDEN = {
  passed: "WebGPU and wasm agree on a golden prompt",
  needless: "not needed: the model runs on wasm",
  skipped: "not yet checked against wasm",
} as const;

type Facts = Extract<AppState["model"], { kind: "ready" }>["facts"];

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Choices({ report }: { report: Report }) {
  return (
    <dl className="facts">
      <Fact name="The model runs on">
        <strong>{MODEL_BACKENDS[report.model.backend]}</strong>
        <span className="reason">{report.model.reason}</span>
      </Fact>
      <Fact name="Metrics computed in">
        <strong>{NUMBER_BACKENDS[report.numbers.backend]}</strong>
        <span className="reason">{report.numbers.reason}</span>
      </Fact>
    </dl>
  );
}

function Machine({ report }: { report: Report }) {
  const { adapter } = report;
  return (
    <dl className="facts facts-fine">
      <Fact name="Adapter">
        {adapter === null
          ? "none"
          : `${adapter.description}, ${adapter.software ? "in software" : "hardware"}`}
        {report.adapterNote !== "" && <span className="reason">{report.adapterNote}</span>}
      </Fact>
      {adapter !== null && (
        <>
          <Fact name="Limits">
            buffers of {mebibytes(adapter.maxBufferSize)}, bindings of{" "}
            {mebibytes(adapter.maxStorageBufferBindingSize)}
          </Fact>
          <Fact name="Features">{adapter.features.length === 0 ? "none" : adapter.features.join(", ")}</Fact>
        </>
      )}
      <Fact name="Runtime">
        ONNX Runtime Web ({report.runtime}), {count(report.threads, "thread")}
      </Fact>
      <Fact name="Page">{isolationWords(report.crossOriginIsolated)}</Fact>
    </dl>
  );
}

/** Where the host does not isolate the page, the service worker does so from the second visit on. */
function isolationWords(isolated: boolean): string {
  if (isolated) return "isolated: threads can be used";
  return "serviceWorker" in navigator
    ? "not isolated: one thread, until the page is opened again"
    : "not isolated: one thread only";
}

function ModelFactsList({ facts }: { facts: Facts }) {
  const { served } = facts;
  if (served !== null)
    return (
      <dl className="facts facts-fine">
        <Fact name="Model">
          {facts.title}, served by {served.engine} at {served.host}
        </Fact>
        <Fact name="Weights">a server does not show them</Fact>
      </dl>
    );
  return (
    <dl className="facts facts-fine">
      <Fact name="Model">
        {facts.title}, {megabytes(facts.bytes)}, {facts.licence}
      </Fact>
      {facts.vocabularySize !== null && <Fact name="Vocabulary">{grouped(facts.vocabularySize)} pieces</Fact>}
      <Fact name="Adapter’s check">
        {GOLDEN[facts.golden.kind]}
        {facts.golden.kind === "skipped" && <span className="reason">{facts.golden.why}</span>}
      </Fact>
      <Fact name="Weights">
        <code className="hash" title={facts.weights.sha256}>
          SHA-256 {facts.weights.sha256.slice(0, 16)}…
        </code>
      </Fact>
    </dl>
  );
}

export function DeviceFacts() {
  const engine = useApp((state) => state.engine);
  const model = useApp((state) => state.model);
  return (
    <div className="device-panel">
      {engine.kind === "ready" ? (
        <>
          <Choices report={engine.report} />
          <Machine report={engine.report} />
        </>
      ) : (
        <p>{engine.kind === "starting" ? "The engine is starting." : engine.fault.message}</p>
      )}
      {model.kind === "ready" && <ModelFactsList facts={model.facts} />}
      <p className="reason">
        To override the choice, add <code>?run=wasm</code> or <code>webgpu</code>, <code>numbers=wgsl</code>{" "}
        or <code>cpu</code>, or <code>threads=2</code> to the address; join them with <code>&amp;</code>.
      </p>
    </div>
  );
}
