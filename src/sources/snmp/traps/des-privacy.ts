/** A DES for net-snmp's Receiver: its own does not work on OpenSSL 3. */
import { Encryption, PrivProtocols } from 'net-snmp';
import { desSealer } from '../usm/usm-keys.ts';

type Hash = Parameters<typeof desSealer>[1];
interface Engine {
  readonly engineID: Buffer;
  readonly engineBoots: number;
  readonly engineTime: number;
}

/** In the order of arguments in which net-snmp calls it; the protocol is this one. */
function encryptPdu(scopedPdu: Buffer, _: unknown, password: string, authProtocol: Hash, engine: Engine) {
  const head = { engineId: engine.engineID, boots: engine.engineBoots, time: engine.engineTime };
  const { salt, sealed } = desSealer(password, authProtocol).seal(scopedPdu, head);
  return { encryptedPdu: sealed, msgPrivacyParameters: salt };
}

function decryptPdu(
  encryptedPdu: Buffer,
  _: unknown,
  salt: Buffer,
  password: string,
  authProtocol: Hash,
  { engineID, engineBoots, engineTime }: Engine,
): Buffer {
  const head = { engineId: engineID, boots: engineBoots, time: engineTime };
  return desSealer(password, authProtocol).unseal({ content: encryptedPdu, salt, ...head });
}

/** Gives net-snmp a DES that works. */
export function mendDes(): void {
  Object.assign(Encryption.algorithms[PrivProtocols.des], { encryptPdu, decryptPdu });
}
