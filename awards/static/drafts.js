// Text that has not reached the server yet, kept in this browser under a key that the server gives to its writer's
// pages alone: whoever else uses the browser can neither read it nor, unknowingly, remove it.

const bytes = (words) => Uint8Array.from(atob(words), (character) => character.charCodeAt(0));
const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));

// `secret`: an AES key in base64. What is asked for is done one after the other, so that the newest text stands last.
export function draftBox(owner, secret, name) {
  const place = `tahkim:${owner}:${name}`;
  const subtle = globalThis.crypto?.subtle; // not there where the page did not come by https
  const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) });
  let key;
  let turn = Promise.resolve();
  const then = (step) => {
    turn = turn.then(step).catch(() => null); // no room, not allowed, or not ours to read
    return turn;
  };
  if (subtle) then(async () => (key = await subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"])));

  return {
    // Resolves to true once it is kept.
    keep: (content) =>
      then(async () => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await subtle.encrypt(cipher(iv), key, new TextEncoder().encode(JSON.stringify(content)));
        localStorage.setItem(place, `${base64(iv)}.${base64(sealed)}`);
        return true;
      }),
    read: () =>
      then(async () => {
        const [iv, sealed] = (localStorage.getItem(place) ?? "").split(".").map(bytes);
        if (!sealed) return null;
        return JSON.parse(new TextDecoder().decode(await subtle.decrypt(cipher(iv), key, sealed)));
      }),
    forget: () => then(() => localStorage.removeItem(place)),
  };
}
