### What is said when an attached document cannot be read. The file is kept all the same.

reading-no-reader = No reader for this kind of file is installed here. The file is attached; fill in the fields by hand.
reading-locked = The file is protected by a password. Ask the sender for an open copy, or fill in the fields by hand.
reading-damaged = The file is damaged and cannot be read. Ask the sender for it again, or fill in the fields by hand.
reading-too-large = The file is too large to be read here. It is attached; fill in the fields by hand.
reading-no-text = The file holds pictures of pages and no text. It is attached; fill in the fields by hand.
reading-too-slow = Reading the file took too long and was stopped. It is attached; fill in the fields by hand.
reading-died = Reading the file failed. It is attached; fill in the fields by hand.
