/** The body of an answer, and what happens once it has been sent. */
export class Answer {
  constructor(readonly body: object | undefined, readonly afterwards: () => void | Promise<void>) {}
}
