"""What pages read: tables folded from the log and from nothing else, with the folds that write them."""
