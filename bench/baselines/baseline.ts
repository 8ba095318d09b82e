/** What the bench asks of another way to compute the one-pass set. */

/** The one-pass set, per row; nats. `rank` counts from 1. */
export interface OnePassSet {
  readonly studentLogSumExp: Float32Array;
  readonly teacherLogSumExp: Float32Array;
  readonly studentEntropy: Float32Array;
  readonly teacherEntropy: Float32Array;
  readonly forwardKl: Float32Array;
  readonly reverseKl: Float32Array;
  readonly crossEntropyStudentTeacher: Float32Array;
  readonly crossEntropyTeacherStudent: Float32Array;
  readonly studentLogProb: Float32Array;
  readonly teacherLogProb: Float32Array;
  readonly studentRank: Float32Array;
  readonly teacherRank: Float32Array;
}

export interface Baseline {
  readonly name: string;
  /** Does all of it once; results that can stay on the device do. */
  run(): Promise<void>;
  /** What the last run computed. */
  read(): Promise<OnePassSet>;
  close(): Promise<void>;
}
