/** The worker that reads logs: the page stays quick while thousands of rollouts are parsed. */
import * as Comlink from "comlink";
import { createLogStore } from "./log-store.ts";

Comlink.expose(createLogStore());
