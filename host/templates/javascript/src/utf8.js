// @ts-check
/**
 * The text of a file. QuickJS has no `TextDecoder`; `decodeURIComponent` knows UTF-8 as well, and
 * throws where the bytes are something else.
 * @param {Uint8Array} bytes
 */
export function decodeUtf8(bytes) {
    let escaped = "";
    for (const byte of bytes) {
        const plain = byte < 0x80 && byte !== 0x25; // everything of ASCII but the percent sign
        escaped += plain ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`;
    }
    return decodeURIComponent(escaped).replace(/^\uFEFF/, "");
}
