/** Opens a model of the encoder–decoder family: reads the vocabulary, opens the graphs and checks them against the manifest. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Graph, ModelFiles, Runtime } from "../../adapter.ts";
import type { Family } from "../../family.ts";
import { checkPorts, type Expected, FLOATS, MASKS } from "../../ports.ts";
import { portOf } from "../../tensors.ts";
import { listVocabulary, tokenizerVocabulary, type Vocabulary } from "../../vocabulary.ts";
import { pastNames, presentNames } from "./cache.ts";
import { encoderDecoderModel } from "./encoder-decoder.ts";
import { canRead, featureDims } from "./features.ts";
import type { EncoderDecoderManifest } from "./manifest.ts";

function readVocabulary({ vocabulary, vocabularySize }: EncoderDecoderManifest, files: ModelFiles) {
  return vocabulary.kind === "tokenizer"
    ? tokenizerVocabulary(files)
    : listVocabulary(files, vocabulary.path, vocabulary.joint, vocabularySize);
}

function mask(name: string | null): readonly Expected[] {
  return name === null ? [] : [{ name, types: MASKS, dims: null }];
}

function checkEncoder(manifest: EncoderDecoderManifest, graph: Graph): Outcome<null> {
  const { pixels, pixelMask, features, featuresMask } = manifest.names.encoder;
  const { sides, channels } = manifest.vision;
  const [height, width] = sides.kind === "fixed" ? [sides.height, sides.width] : [null, null];
  const inputs: Expected[] = [
    { name: pixels, types: FLOATS, dims: [null, channels, height, width] },
    ...mask(pixelMask?.name ?? null),
  ];
  const dims = featureDims(portOf(graph.outputs, features), null);
  const outputs = [{ name: features, types: FLOATS, dims }, ...mask(featuresMask)];
  return checkPorts(manifest.graphs.encoder.path, graph, inputs, outputs);
}

/** The type of an input, which an output must share. */
function sameType(graph: Graph, input: string | undefined): readonly string[] {
  const type = portOf(graph.inputs, input ?? "")?.type;
  return type === undefined ? FLOATS : [type];
}

interface Decoders {
  readonly decoder: Graph;
  readonly decoderWithPast: Graph | null;
}

/** The inputs of a decoder file that come from the image. */
function pictureInputs(
  manifest: EncoderDecoderManifest,
  encoder: Graph,
  graph: Graph,
  optional: boolean,
): readonly Expected[] {
  const { features, featuresMask } = manifest.names.decoder;
  const made = portOf(encoder.outputs, manifest.names.encoder.features);
  const port = portOf(graph.inputs, features);
  const width = made?.dims.at(-1);
  const dims = featureDims(canRead(made, port) ? port : made, typeof width === "number" ? width : null);
  return [
    { name: features, types: FLOATS, dims, optional },
    ...mask(featuresMask).map((each) => ({ ...each, optional })),
  ];
}

interface FileCheck {
  readonly path: string;
  readonly graph: Graph;
  /** Whether it reads a past, and whether it returns the whole cache or only the part that grows. */
  readonly readsPast: boolean;
  readonly isFirst: boolean;
  /** The file that declares the past, whose types the present must have. */
  readonly past: Graph;
}

function checkFile(manifest: EncoderDecoderManifest, encoder: Graph, file: FileCheck): Outcome<null> {
  const { names, cache, vocabularySize } = manifest;
  const { ids, idsMask, logits } = names.decoder;
  const { path, graph, readsPast, isFirst } = file;
  const dims = cache === null ? null : [null, cache.heads, null, cache.headDimension];
  const past = cache === null ? [] : pastNames(cache);
  const present = cache === null ? [] : presentNames(cache, isFirst);
  const followed = cache === null ? [] : pastNames(isFirst ? cache : { ...cache, crossParts: [] });
  const inputs: Expected[] = [
    { name: ids, types: ["int64"], dims: [null, null] },
    ...pictureInputs(manifest, encoder, graph, !isFirst),
    ...mask(idsMask),
    ...(readsPast ? past.map((name) => ({ name, types: FLOATS, dims })) : []),
    ...(cache?.switch ? [{ name: cache.switch, types: ["bool"], dims: [1] }] : []),
  ];
  const outputs: Expected[] = [
    { name: logits, types: FLOATS, dims: [null, null, vocabularySize] },
    // Fed back unchanged.
    ...present.map((name, i) => ({ name, types: sameType(file.past, followed[i]), dims })),
  ];
  return checkPorts(path, graph, inputs, outputs);
}

function checkDecoders(
  manifest: EncoderDecoderManifest,
  encoder: Graph,
  { decoder, decoderWithPast }: Decoders,
): Outcome<null> {
  const { path } = manifest.graphs.decoder;
  const second = manifest.graphs.decoder_with_past;
  const past = decoderWithPast ?? decoder;
  const readsPast = decoderWithPast === null;
  const first = checkFile(manifest, encoder, { path, graph: decoder, readsPast, isFirst: true, past });
  if (!first.ok || decoderWithPast === null || second === undefined) return first;
  const graph = decoderWithPast;
  return checkFile(manifest, encoder, { path: second.path, graph, readsPast: true, isFirst: false, past });
}

/** A second file always reads a past, so it needs no switch. */
function checkSecondFile({ graphs, cache }: EncoderDecoderManifest): Outcome<null> {
  if (graphs.decoder_with_past === undefined || (cache !== null && cache.switch === null))
    return success(null);
  const problem = cache === null ? "it has no cache" : `its cache has a switch, ${cache.switch}`;
  return failure(
    "badInput",
    `The manifest names decoder_with_past, but ${problem}.`,
    "A decoder in two files has a cache whose switch is null.",
  );
}

/** Opens the decoder's one or two files; the logits and the cache stay on the GPU. */
async function openDecoders(
  manifest: EncoderDecoderManifest,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<Outcome<Decoders>> {
  const { cache, graphs, names } = manifest;
  const kept = (isFirst: boolean) => [
    names.decoder.logits,
    ...(cache === null ? [] : presentNames(cache, isFirst)),
  ];
  const decoder = await runtime.load("decoder", kept(true), signal);
  if (!decoder.ok) return decoder;
  if (graphs.decoder_with_past === undefined)
    return success({ decoder: decoder.value, decoderWithPast: null });
  const second = await runtime.load("decoder_with_past", kept(false), signal);
  return second.ok ? success({ decoder: decoder.value, decoderWithPast: second.value }) : second;
}

function checkIds({ promptIds, endIds, vocabularySize }: EncoderDecoderManifest): Outcome<null> {
  const beyond = [...promptIds, ...endIds].find((id) => id >= vocabularySize);
  return beyond === undefined
    ? success(null)
    : failure(
        "badInput",
        `The manifest names token ${beyond}, but its vocabulary ends at ${vocabularySize - 1}.`,
      );
}

export const openEncoderDecoder: Family<EncoderDecoderManifest>["open"] = async (
  manifest,
  files,
  runtime,
  signal,
) => {
  const ids = checkIds(manifest);
  if (!ids.ok) return ids;
  const second = checkSecondFile(manifest);
  if (!second.ok) return second;
  const vocabulary: Outcome<Vocabulary> = readVocabulary(manifest, files);
  if (!vocabulary.ok) return vocabulary;
  const encoder = await runtime.load("encoder", [], signal);
  if (!encoder.ok) return encoder;
  const encoderChecked = checkEncoder(manifest, encoder.value);
  if (!encoderChecked.ok) return encoderChecked;
  const decoders = await openDecoders(manifest, runtime, signal);
  if (!decoders.ok) return decoders;
  const decodersChecked = checkDecoders(manifest, encoder.value, decoders.value);
  if (!decodersChecked.ok) return decodersChecked;
  return success(
    encoderDecoderModel({
      manifest,
      vocabulary: vocabulary.value,
      encoder: encoder.value,
      ...decoders.value,
      runtime,
    }),
  );
};
