import { decode, encodeRequest, responsePdu, v2c } from './codec.ts';
import type { CommunityCredentials } from './credentials.ts';
import type { Heard, MessageProcessing } from './message-processing.ts';

const rejected = (why: string): Heard => ({ kind: 'rejected', why });
const silence = { seen: 'does not answer', advice: 'is it up, is the community right, may this host ask?' };

/** SNMPv2c (RFC 1901): the community stands in clear in every message. */
export function communityProcessing({ community }: CommunityCredentials): MessageProcessing {
  return {
    prepare: (question, id) => {
      if (question.context !== undefined) throw new Error('a context needs SNMPv3; with version 2c there is none');
      const datagram = encodeRequest(question, community, id);
      return { transmission: () => datagram, silence: () => silence };
    },
    hear: datagram => {
      const decoded = decode(datagram);
      if (decoded.kind === 'garbage') return rejected(`a datagram that is not SNMP: ${decoded.why}`);
      const { version, pduType, requestId: id, errorStatus, errorIndex, varbinds, ...message } = decoded.message;
      if (version !== v2c) return rejected(`an answer of SNMP version number ${version}`);
      if (pduType !== responsePdu) return rejected(`a PDU of type ${pduType} instead of a response`);
      if (message.community !== community) return rejected('an answer with another community');
      return { kind: 'answer', id, answer: { errorStatus, errorIndex, varbinds, size: datagram.length } };
    },
  };
}
