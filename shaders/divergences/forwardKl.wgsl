// KL(q‖p): terms q (ln q - ln p) over bins that both sides have; an orphan of the teacher makes it infinite.

fn terms_of(four: Four) -> Terms { return Terms(-four.q * gap_of(four), -four.q, NONE); }
