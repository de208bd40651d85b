import { PdfError } from "../pdf-error.ts";

/** The parameters of FlateDecode and LZWDecode (ISO 32000-2, table 8). */
export interface PredictorParameters {
  predictor: number;
  colors: number;
  bitsPerComponent: number;
  columns: number;
}

const maximumRowBytes = 2 ** 26;

/** Undoes a predictor (section 7.4.4.4). Throws a {@link PdfError} for parameters that make no sense. */
export function undoPredictor(data: Uint8Array, parameters: PredictorParameters): Uint8Array {
  const { predictor, colors, bitsPerComponent, columns } = parameters;
  if (predictor <= 1) return data;
  const rowBytes = Math.ceil((colors * bitsPerComponent * columns) / 8);
  if (rowBytes < 1 || rowBytes > maximumRowBytes)
    throw new PdfError("unreadable", "predictor parameters without sense");
  if (predictor === 2) return undoTiff(data, rowBytes, colors, bitsPerComponent);
  if (predictor < 10 || predictor > 15) throw new PdfError("unreadable", "an unknown predictor");
  return undoPng(data, rowBytes, Math.max(1, (colors * bitsPerComponent) >> 3));
}

/** Each row says its own way in its first byte (PNG, section 9.2). A last row that is cut off counts as far as it goes. */
function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowBytes + 1));
  const result = new Uint8Array(Math.max(0, data.length - rows));
  let above: Uint8Array = new Uint8Array(0);
  let written = 0;
  for (let row = 0; row < rows; row++) {
    const from = row * (rowBytes + 1);
    const source = data.subarray(from + 1, from + 1 + rowBytes);
    const target = result.subarray(written, written + source.length);
    undoPngRow(data[from] ?? 0, source, target, above, pixelBytes);
    above = target;
    written += source.length;
  }
  return result;
}

function undoPngRow(type: number, source: Uint8Array, target: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  if (type === 0) {
    target.set(source);
    return;
  }
  const predict = pngPredictions[type];
  if (predict === undefined) throw new PdfError("unreadable", "an unknown predictor");
  for (let at = 0; at < source.length; at++) {
    const left = at >= pixelBytes ? (target[at - pixelBytes] ?? 0) : 0;
    const upperLeft = at >= pixelBytes ? (above[at - pixelBytes] ?? 0) : 0;
    target[at] = (source[at] ?? 0) + predict(left, above[at] ?? 0, upperLeft);
  }
}

const pngPredictions: Readonly<Record<number, (left: number, up: number, upperLeft: number) => number>> = {
  1: (left) => left,
  2: (_, up) => up,
  3: (left, up) => (left + up) >> 1,
  4: paeth,
};

function paeth(left: number, up: number, upperLeft: number): number {
  const estimate = left + up - upperLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpperLeft = Math.abs(estimate - upperLeft);
  if (toLeft <= toUp && toLeft <= toUpperLeft) return left;
  return toUp <= toUpperLeft ? up : upperLeft;
}

/** TIFF 6.0, section 14: each component is the difference to the one of the pixel before. */
function undoTiff(data: Uint8Array, rowBytes: number, colors: number, bitsPerComponent: number): Uint8Array {
  if (bitsPerComponent !== 8 && bitsPerComponent !== 16) throw new PdfError("unreadable", "an unknown predictor");
  const result = Uint8Array.from(data);
  const pixelBytes = (colors * bitsPerComponent) / 8;
  for (let row = 0; row < result.length; row += rowBytes) {
    const end = Math.min(row + rowBytes, result.length);
    if (bitsPerComponent === 8) {
      for (let at = row + pixelBytes; at < end; at++) result[at] = (result[at] ?? 0) + (result[at - pixelBytes] ?? 0);
    } else {
      for (let at = row + pixelBytes; at + 1 < end; at += 2) {
        const sum = wordAt(result, at) + wordAt(result, at - pixelBytes);
        result[at] = sum >> 8;
        result[at + 1] = sum;
      }
    }
  }
  return result;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}
