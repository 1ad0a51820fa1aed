// Faces are drawn over by finger, pen or mouse, or by keys (arrows move a ring, space covers); what will be seen is shown at once.
// Shapes leave in thousandths of the photo; the school's box burns them in. Without this the photo is tapped (see the form in its place).
const SIZES = [["Petit", 60], ["Moyen", 110], ["Grand", 190]];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const MOST = 60;
const MIDDLE = [500, 500];

for (const place of document.querySelectorAll("[data-flou]")) {
  const field = document.getElementById(place.dataset.formes);
  const photo = new Image();
  photo.addEventListener("load", () => draw(place, field, photo));
  photo.src = place.dataset.flou;
}

function draw(place, field, photo) {
  const canvas = document.createElement("canvas");
  canvas.className = "toile";
  canvas.width = photo.naturalWidth;
  canvas.height = photo.naturalHeight;
  canvas.tabIndex = 0;
  // An application: the arrows are the canvas's own, a screen reader does not read the page with them.
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "La photo : passez le doigt sur un visage pour le flouter");
  const keys = Object.assign(document.createElement("p"), { id: "aide-clavier", className: "doux", hidden: true });
  keys.textContent = "Au clavier : les flèches déplacent le rond (avec Maj, plus finement), la barre d’espace floute.";
  canvas.setAttribute("aria-describedby", keys.id);
  const pen = canvas.getContext("2d");
  const dull = smudge(photo);
  let shapes = JSON.parse(field.value || "[]");
  let brush = SIZES[1][1];
  // Where the keys are, in thousandths; none for who points.
  let ring = null;

  const show = () => {
    pen.drawImage(photo, 0, 0);
    const [w, h] = [canvas.width / 1000, canvas.height / 1000];
    for (const shape of shapes) {
      pen.save();
      pen.beginPath();
      if (shape.ellipse) {
        const { x, y, rx, ry } = shape.ellipse;
        pen.ellipse(x * w, y * h, rx * w, ry * h, 0, 0, 7);
      } else {
        const radius = (shape.stroke.width * w) / 2;
        const points = shape.stroke.points;
        points.forEach(([x, y], at) => {
          // Discs close enough to be one line.
          const [px, py] = points[Math.max(0, at - 1)];
          const steps = Math.max(1, Math.ceil(Math.hypot((x - px) * w, (y - py) * h) / (radius / 2)));
          for (let step = 1; step <= steps; step++) {
            const [cx, cy] = [px + ((x - px) * step) / steps, py + ((y - py) * step) / steps];
            pen.moveTo(cx * w + radius, cy * h);
            pen.arc(cx * w, cy * h, radius, 0, 7);
          }
        });
      }
      pen.clip();
      pen.imageSmoothingEnabled = true;
      pen.drawImage(dull, 0, 0, canvas.width, canvas.height);
      pen.restore();
    }
    if (ring) {
      // Dark inside of light: seen on any photo.
      for (const [colour, wide] of [["#fff", 12], ["#43348f", 6]]) {
        pen.beginPath();
        pen.arc(ring[0] * w, ring[1] * h, (brush * w) / 2, 0, 7);
        pen.strokeStyle = colour;
        pen.lineWidth = (wide * canvas.width) / 1000;
        pen.stroke();
      }
    }
    keys.hidden = !ring;
    field.value = JSON.stringify(shapes);
    undo.disabled = !shapes.length;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const part = (value, start, length) => Math.max(0, Math.min(1000, Math.round(((value - start) * 1000) / length)));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  };
  let stroke = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || shapes.length >= MOST) return;
    canvas.setPointerCapture(event.pointerId);
    ring = null;
    stroke = { points: [at(event)], width: brush };
    shapes.push({ stroke });
    show();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || stroke.points.length >= 400) return;
    const [x, y] = at(event);
    const [px, py] = stroke.points.at(-1);
    if (Math.hypot(x - px, y - py) < brush / 6) return;
    stroke.points.push([x, y]);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { stroke = null; });
  canvas.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if ((!way && event.key !== " ") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = ring ?? MIDDLE;
    const step = event.shiftKey ? 5 : 25;
    if (way) ring = from.map((value, axis) => Math.max(0, Math.min(1000, value + way[axis] * step)));
    else if (!ring) ring = MIDDLE;
    else if (!event.repeat && shapes.length < MOST) shapes.push({ stroke: { points: [ring], width: brush } });
    show();
  });
  canvas.addEventListener("blur", () => {
    ring = null;
    show();
  });
  canvas.addEventListener("focus", () => {
    if (!canvas.matches(":focus-visible")) return;
    ring = MIDDLE;
    show();
  });

  const tools = document.createElement("div");
  tools.className = "tailles";
  const button = (label, work) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "bouton sobre petit", textContent: label });
    made.addEventListener("click", () => work(made));
    tools.append(made);
    return made;
  };
  const sizes = SIZES.map(([label, width]) => button(label, () => choose(width)));
  const choose = (width) => {
    brush = width;
    sizes.forEach((one, number) => one.setAttribute("aria-pressed", SIZES[number][1] === width));
  };
  const undo = button("Effacer le dernier", () => {
    shapes.pop();
    show();
  });
  choose(brush);
  place.dataset.script = "oui";
  place.append(canvas, tools, keys);
  show();
}

// The photo as a few squares: what is under a finger will look like this.
function smudge(photo) {
  const small = document.createElement("canvas");
  small.width = 28;
  small.height = Math.max(1, Math.round((28 * photo.naturalHeight) / photo.naturalWidth));
  small.getContext("2d").drawImage(photo, 0, 0, small.width, small.height);
  return small;
}
