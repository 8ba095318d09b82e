/** The worker's entry: build the engine and expose it. */
import "../../base/dispose.ts";
import * as Comlink from "comlink";
import { createEngine } from "./engine.ts";

Comlink.expose(createEngine());
