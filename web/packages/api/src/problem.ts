import type { Problem } from './generated/shapes.ts'

/** A refusal as the server put it: a stable code, a sentence, and what to do. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'Refusal'
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }
}

type Reword = (problem: Problem) => Problem | Promise<Problem>

let reword: Reword = (problem) => problem

/** From now on refusals are said so; who reads them knows in which language. */
export function rewordBy(next: Reword): void {
  reword = next
}

/** A refusal in the reader's words; where that fails, in the server's. */
export async function reworded(problem: Problem): Promise<Problem> {
  try {
    return await reword(problem)
  } catch {
    return problem
  }
}

/** The server could not be reached at all; nothing is known of what it did. */
export class Unreachable extends Error {
  constructor() {
    super('The server cannot be reached.')
    this.name = 'Unreachable'
  }
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value
}

/** The problem of any error that a call can throw. */
export function problemOf(error: unknown): Problem | null {
  return error instanceof Refusal ? error.problem : null
}
