/** The entry of the worker that trains. It has a runtime of its own, so that training never waits for answers, nor they for it. */
import "../base/dispose.ts";
import * as Comlink from "comlink";
import { createTraining } from "./training.ts";

Comlink.expose(createTraining());
