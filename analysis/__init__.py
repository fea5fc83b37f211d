"""The pure middle: data frames in; data frames, figures and words out."""
