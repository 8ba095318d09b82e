/** The parts of zip.js that are used, so that a build leaves the others out of what is fetched with the first archive. */
export {
  BlobReader,
  BlobWriter,
  Uint8ArrayReader,
  ZipReader,
  ZipWriter,
} from "@zip.js/zip.js/lib/zip-core-native.js";
