/** Reads the rows of a parquet file with hyparquet, which is fetched with the first such file. */
import type { AsyncBuffer, Compressors, FileMetaData } from "hyparquet";
import { thrownWords } from "../choices/quoted.ts";
import type { BrokenRow, Row } from "../draft.ts";
import type { SuiteFile } from "./suite-file.ts";

/** A file that is not read by parts is held whole; larger ones are refused. */
const LARGEST_WHOLE = 512e6;

async function bufferOf(file: SuiteFile): Promise<AsyncBuffer | { readonly reason: string }> {
  const { blob } = file;
  if (blob !== undefined)
    return { byteLength: blob.size, slice: (start, end) => blob.slice(start, end).arrayBuffer() };
  if (file.size > LARGEST_WHOLE)
    return { reason: `It has ${Math.round(file.size / 1e6)} MB; open it unpacked, by itself.` };
  const bytes = await file.read();
  if (!bytes.ok) return { reason: bytes.fault.message };
  const whole = new Uint8Array(bytes.value).buffer;
  return { byteLength: whole.byteLength, slice: (start, end) => whole.slice(start, end) };
}

/** Decompressors beside the built-in one, fetched where a column needs them. */
async function compressorsFor({ row_groups: groups }: FileMetaData): Promise<Compressors> {
  const codecs = groups.flatMap(({ columns }) => columns.map(({ meta_data: column }) => column?.codec));
  if (codecs.every((codec) => codec === "SNAPPY" || codec === "UNCOMPRESSED")) return {};
  return (await import("hyparquet-compressors")).compressors;
}

/** Whole numbers of 64 bits as plain ones, in lists and records too; bytes stay bytes. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

/** The names of the columns of a parquet file, from its end; none where it cannot be read. */
export async function parquetColumns(file: Blob): Promise<readonly string[]> {
  const buffer = {
    byteLength: file.size,
    slice: (from: number, to?: number) => file.slice(from, to).arrayBuffer(),
  };
  try {
    const { parquetMetadataAsync, parquetSchema } = await import("hyparquet");
    return parquetSchema(await parquetMetadataAsync(buffer)).children.map(({ element }) => element.name);
  } catch {
    return [];
  }
}

/** Hands over row after row, one group of rows after the other, so that its images need not all be in memory at once. */
export async function readParquet(
  file: SuiteFile,
  take: (row: Row) => Promise<void>,
): Promise<readonly BrokenRow[]> {
  const buffer = await bufferOf(file);
  if ("reason" in buffer) return [{ place: file.path, reason: buffer.reason }];
  try {
    const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
    const metadata = await parquetMetadataAsync(buffer);
    const compressors = await compressorsFor(metadata);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const options = { file: buffer, metadata, rowStart, rowEnd, utf8: false };
      const records = await parquetReadObjects({ ...options, compressors });
      for (const [index, record] of records.entries()) {
        const value = plain(record) as Row["value"];
        await take({ list: file.path, place: `${file.path}, row ${rowStart + index + 1}`, value });
      }
      rowStart = rowEnd;
    }
    return [];
  } catch (thrown) {
    return [{ place: file.path, reason: `It cannot be read as parquet: ${thrownWords(thrown)}` }];
  }
}
