// Text that has not reached the server yet, kept in this browser under a key that the server gives to its writer's
// pages alone: whoever else uses the browser can neither read it nor, unknowingly, remove it. Each tab keeps its own, and
// what a tab left behind that is closed goes to the next one that asks.

const TAB = "tahkim:tab"; // names a tab in its own storage: the same after a reload
const RELEASE = 2000; // milliseconds within which a page that was left has let go of what it held

const bytes = (words) => Uint8Array.from(atob(words), (character) => character.charCodeAt(0));
const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));

const placeOf = (owner, name) => `tahkim:${owner}:${name}`;
const keptAt = (place) => Object.keys(localStorage).filter((key) => key.startsWith(`${place}:`));

// Whether any tab keeps text under that name.
export const isKept = (owner, name) => keptAt(placeOf(owner, name)).length > 0;

// What this tab keeps under that name is done with.
export function forgetOwn(owner, name) {
  localStorage.removeItem(`${placeOf(owner, name)}:${sessionStorage.getItem(TAB)}`);
}

// True if the lock is this page's from now on, until it is left; false if another page holds it.
const hold = (name) =>
  new Promise((resolve) => {
    const asked = (lock) => (resolve(lock !== null), lock && new Promise(() => {}));
    navigator.locks.request(name, { ifAvailable: true }, asked).catch(() => resolve(false));
  });

// Where this tab keeps its text, from its first moment on. Another page may hold the tab's place: the one before a reload,
// which lets go of it soon, or a tab of which this one is a copy. Then the place is a new one, and the one before is told too.
async function claim(place) {
  const tab = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
  if (await hold(`${place}:${tab}`)) return take(place, tab);
  const own = crypto.randomUUID();
  await hold(`${place}:${own}`);
  return { ...take(place, own), former: `${place}:${tab}` };
}

function take(place, tab) {
  sessionStorage.setItem(TAB, tab);
  return { own: `${place}:${tab}` };
}

// Resolves once no page holds the lock, or to wait any longer would not help.
const released = (name) => navigator.locks.request(name, { signal: AbortSignal.timeout(RELEASE) }, () => {}).catch(() => {});

// What a closed tab kept becomes this one's.
const takeOver = (theirs, own) =>
  navigator.locks.request(theirs, { ifAvailable: true }, (free) => {
    if (!free || localStorage.getItem(theirs) === null) return;
    localStorage.setItem(own, localStorage.getItem(theirs));
    localStorage.removeItem(theirs);
  });

// `secret`: an AES key in base64. What is asked for is done one after the other, so that the newest text stands last.
export function draftBox(owner, secret, name) {
  const place = placeOf(owner, name);
  const subtle = globalThis.crypto?.subtle; // not there where the page did not come by https
  const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) });
  let key, own, former;
  let turn = Promise.resolve();
  const then = (step) => {
    turn = turn.then(step).catch(() => null); // no room, not allowed, or not ours to read
    return turn;
  };
  if (subtle) then(async () => (key = await subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"])));
  if (subtle) then(async () => ({ own, former } = await claim(place)));

  return {
    // Resolves to true once it is kept.
    keep: (content) =>
      then(async () => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await subtle.encrypt(cipher(iv), key, new TextEncoder().encode(JSON.stringify(content)));
        localStorage.setItem(own, `${base64(iv)}.${base64(sealed)}`);
        return true;
      }),
    // What this tab kept, or else what a closed one did. What is typed meanwhile does not wait for it to be kept.
    read: async () => {
      await turn;
      if (former) await released(former);
      former = null;
      return then(async () => {
        for (const theirs of keptAt(place)) if (localStorage.getItem(own) === null) await takeOver(theirs, own);
        const [iv, sealed] = (localStorage.getItem(own) ?? "").split(".").map(bytes);
        if (!sealed) return null;
        return JSON.parse(new TextDecoder().decode(await subtle.decrypt(cipher(iv), key, sealed)));
      });
    },
    forget: () => then(() => localStorage.removeItem(own)),
  };
}
