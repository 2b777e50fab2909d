# Every target is a task of go.py, which works without make too: python3 go.py --help
PYTHON ?= python3
TASKS := setup lab test run check book grade-demo bench attacks reset

# 'make check 05' and 'make check CHAPTER=05' are one: words after the task are its arguments.
TASK := $(firstword $(MAKECMDGOALS))
WORDS := $(if $(filter $(TASK),$(TASKS)),$(filter-out $(TASKS),$(MAKECMDGOALS)))
ALL_WORDS = $(WORDS) $(CHAPTER) $(NOTEBOOK) $(NAME) $(STAGE) $(if $(SOLUTIONS),--solutions $(SOLUTIONS)) $(ARGS)

help:
	@$(PYTHON) go.py --help

$(TASKS):
	@$(PYTHON) go.py $@ $(ALL_WORDS)

$(if $(WORDS),$(eval $(WORDS): ; @:))

.PHONY: help $(TASKS) $(WORDS)
