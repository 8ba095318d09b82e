/** Branded ids and units, so that the compiler finds values that were swapped. */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** An image of the session: the SHA-256 of its file, in hexadecimal. */
export type ImageId = Brand<string, "ImageId">;
/** A model of the catalog or of a folder. */
export type ModelId = Brand<string, "ModelId">;
/** One run of the engine. */
export type RunId = Brand<string, "RunId">;
/** An index into a model's vocabulary. */
export type TokenId = Brand<number, "TokenId">;
/** Natural-log units of information. */
export type Nats = Brand<number, "Nats">;

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
