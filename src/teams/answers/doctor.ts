import type { DeliveryHealth } from '../../service/deliveries.ts';
import type { Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { type Diagnosis, type DiagnosisNote, doctorCard } from '../cards/doctor-card.ts';
import type { DeliveryPress } from '../presses/press.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts, PressAnswer } from './answer.ts';

/** What the bot has not delivered, and what is wrong with the installation; for Admin agents. */
export async function doctor(_: unknown, caller: Caller, parts: AnswerParts): Promise<Answer> {
  return { card: await diagnosis(caller, parts) };
}

/** Has a parked delivery tried again, or gives it up; the answer shows how things stand now. */
export async function careForDelivery(
  { verb, deliveryId }: DeliveryPress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const { retry, skip } = parts.service.deliveryCare;
  const isRetry = verb === 'retry-delivery';
  const wasParked = await (isRetry ? retry : skip)(agentCaller(caller), deliveryId);
  const note = isRetry ? 'retried' : 'skipped';
  return { inPlace: await diagnosis(caller, parts, wasParked ? note : 'not-parked') };
}

async function diagnosis(caller: Caller, { service }: AnswerParts, note?: DiagnosisNote): Promise<Card> {
  const health = await service.deliveryCare.look(agentCaller(caller));
  return doctorCard(shownOf(health), caller.reader, note);
}

function shownOf({ installation, ...health }: DeliveryHealth): Diagnosis {
  return { ...health, ...installation };
}
