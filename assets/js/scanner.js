// Talons held before the camera, one after another. The picture is read here and goes nowhere; what a code says goes to the
// school's box. BarcodeDetector reads it where the browser has one that knows QR codes, else a reader of our own.
const AGAIN = 3000;
const SIDE = 720;
const REFUSED = "L’appareil photo ne s’ouvre pas : autorisez-le pour ce site, ou tapez le code sous le QR code.";
const CUT = "Pas noté : la connexion est coupée. Présentez ce talon encore une fois.";

const reader = async () => {
  try {
    if ((await globalThis.BarcodeDetector?.getSupportedFormats())?.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await detector.detect(canvas)).map((found) => found.rawValue);
    }
  } catch {
    // Some browsers name it and have none behind.
  }
  const { default: jsQR } = await import("./jsqr.js");
  return async (canvas, pen) => {
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = jsQR(picture.data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" });
    return found ? [found.data] : [];
  };
};

/** `https://…/t/abcd3fgh`, or the code alone. */
const codeOf = (text) => (/\/t\/([a-z0-9]{8})$/.exec(text) ?? /^([a-z0-9]{8})$/.exec(text))?.[1];

let sound;
const beep = (good) => {
  try {
    sound ??= new AudioContext();
    const [tone, volume] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = good ? 1200 : 300;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + (good ? 0.09 : 0.25));
  } catch {
    // No sound is no harm.
  }
  navigator.vibrate?.(good ? 60 : [60, 60, 60]);
};

/** `ask` sends to the box, `put` gives a line its place: the list's own ways. */
export const start = async (root, open, { ask, put }) => {
  const at = (name) => root.querySelector(name);
  const [video, close, said, count] = ["video", "[data-scanner-fermer]", "[data-scanner-dit]", "[data-scanner-compte]"].map(at);
  let stream;
  // Tapped twice, two cameras would read the same talon.
  open.disabled = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  } catch {
    root.dataset.etat = "refus";
    said.textContent = REFUSED;
    return;
  } finally {
    open.disabled = false;
  }
  const read = await reader();
  delete root.dataset.etat;
  video.srcObject = stream;
  video.hidden = close.hidden = count.hidden = false;
  open.hidden = true;
  close.focus();
  said.textContent = "Présentez un talon.";
  await video.play().catch(() => {});

  let [running, taken] = [true, 0];
  const stop = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = close.hidden = true;
    open.hidden = false;
    open.focus();
    delete root.dataset.etat;
  };
  close.addEventListener("click", stop, { once: true });
  addEventListener("pagehide", stop, { once: true });

  const told = (state, line) => {
    root.dataset.etat = state;
    said.replaceChildren(...(typeof line === "string" ? [line] : line.childNodes));
    beep(state === "note");
    if (state === "note") taken += 1;
    count.textContent = taken > 1 ? `${taken} talons scannés` : `${taken} talon scanné`;
  };

  const seen = new Map();
  const take = async (text) => {
    const code = codeOf(text) ?? "";
    const key = code || text;
    // The same talon stays in the picture for a while: it is told once.
    if (Date.now() - (seen.get(key) ?? 0) < AGAIN) return seen.set(key, Date.now());
    seen.set(key, Date.now());
    try {
      const answer = await ask(root.dataset.scanner, [["code", code]]);
      const line = answer.querySelector("[data-etat]");
      told(line.dataset.etat, line);
      put(answer.querySelector("li.rendu"));
    } catch {
      seen.delete(key);
      told("refus", CUT);
    }
  };

  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  while (running) {
    if (video.readyState >= 2 && video.videoWidth > 0) {
      const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      for (const text of await read(canvas, pen).catch(() => [])) await take(text);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
};
