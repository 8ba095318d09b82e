/**
 * NumPy's file format for one array, version 1.0 (NumPy Enhancement Proposal 1): magic number, version, length of the
 * header, and the header, padded so that the numbers begin at a multiple of 64 bytes.
 */

const MAGIC = [0x93, ...Array.from("NUMPY", (letter) => letter.charCodeAt(0)), 1, 0];
const ALIGNMENT = 64;

/** The bytes before the little-endian float32 numbers of an array [rows, columns], row by row. */
export function npyHeader(rows: number, columns: number): Uint8Array<ArrayBuffer> {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const before = MAGIC.length + 2;
  const whole = Math.ceil((before + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const text = `${dictionary.padEnd(whole - before - 1)}\n`;
  const bytes = new Uint8Array(whole);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, text.length, true);
  bytes.set(
    Array.from(text, (letter) => letter.charCodeAt(0)),
    before,
  );
  return bytes;
}

/** The little-endian bytes of numbers, whatever the byte order of the machine. */
export function npyNumbers(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * Float32Array.BYTES_PER_ELEMENT);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return bytes;
}
