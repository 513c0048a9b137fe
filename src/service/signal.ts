/** Passes on what is sent to a receiver that is built later; what is sent before that is nobody's. */
export function createSignal<What>() {
  let receive = (_: What) => {};
  return {
    send: (what: What): void => receive(what),
    onSend(receiver: (what: What) => void): void {
      receive = receiver;
    },
  };
}
