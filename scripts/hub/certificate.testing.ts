/** A certificate for the fake hub, made on the spot: signed by itself, for one day, trusted by nobody who is not told to. */
import { createSign, generateKeyPairSync } from "node:crypto";

/** One value of X.690's distinguished encoding: tag, length, content. */
function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = length < 256 ? [length] : [length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length, ...digits]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => encode(0x30, ...parts);
const oid = (...bytes: readonly number[]): Buffer => encode(0x06, Buffer.from(bytes));
const time = (date: Date): Buffer =>
  encode(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));

const SHA256_WITH_RSA = sequence(
  oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b),
  Buffer.from([0x05, 0]),
);
const NAME = sequence(
  encode(0x31, sequence(oid(0x55, 0x04, 0x03), encode(0x0c, Buffer.from("stand-in of the hub")))),
);

/** A key and its certificate (RFC 5280, version 1) in PEM. */
export function makeCertificate(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const day = 24 * 3600 * 1000;
  const validity = sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day)));
  const toBeSigned = sequence(
    encode(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    NAME,
    validity,
    NAME,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = createSign("sha256").update(toBeSigned).sign(privateKey);
  const certificate = sequence(
    toBeSigned,
    SHA256_WITH_RSA,
    encode(0x03, Buffer.from([0]), signature),
  ).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`,
  };
}
