/** What net-snmp 3.29 exports beside what its types declare. */
export {};

declare module 'net-snmp' {
  namespace Encryption {
    interface EngineMoment {
      readonly engineID: Buffer;
      readonly engineBoots: number;
      readonly engineTime: number;
    }
    function encryptPdu(
      privProtocol: PrivProtocols,
      scopedPdu: Buffer,
      privPassword: string,
      authProtocol: AuthProtocols,
      engine: EngineMoment,
    ): { encryptedPdu: Buffer; msgPrivacyParameters: Buffer };
    function decryptPdu(
      privProtocol: PrivProtocols,
      encryptedPdu: Buffer,
      privParameters: Buffer,
      privPassword: string,
      authProtocol: AuthProtocols,
      engine: EngineMoment,
    ): Buffer;
  }
}
