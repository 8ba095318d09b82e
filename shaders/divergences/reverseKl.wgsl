// KL(p‖q): terms p (ln p - ln q) over bins that both sides have; an orphan of the student makes it infinite.

fn terms_of(four: Four) -> Terms {
  let gap = gap_of(four);
  // The 1 of d(P ln P) cancels where the bins hold all of the mass.
  let one = select(0.0, 1.0, is_loose());
  return Terms(four.p * gap, four.p * (gap + one), NONE);
}
