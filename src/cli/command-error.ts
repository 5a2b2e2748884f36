/** Something that whoever typed the command can mend or must know. Its message is all that is printed; exit code 1. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CommandError'
  }
}
