const encoder = new TextEncoder();

/** A page with one line of text, as PDF 1.4 (ISO 32000-1, 7.5): header, objects, cross-reference table, trailer. */
export function specimenPdf(line: string): Uint8Array<ArrayBuffer> {
  const drawing = `BT /F1 12 Tf 72 720 Td (${line.replace(/[()\\]/g, "")}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = text.length;
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}`;
  text += `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return encoder.encode(text);
}

/** An MP4 file without a frame (ISO/IEC 14496-12): the file type, then no media data. It shows nobody. */
export const specimenVideo: Uint8Array<ArrayBuffer> = encoder.encode(
  "\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08mdat",
);
