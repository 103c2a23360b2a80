"""The tool ``execute_command``."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from odoo import models

from ...services import files
from ...services.answers import fitting
from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.files.path_params import FolderPath
from ...services.server import asked_commands, commands

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LONGEST_COMMAND = 100_000


def _checked_text(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL is not possible here")
    return text


def _checked_name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError("not the name of an environment variable")
    return name


Text = Annotated[str, AfterValidator(_checked_text)]
Name = Annotated[str, AfterValidator(_checked_name)]


class ExecuteCommandParams(Params):
    command: Text = Field(
        min_length=1,
        max_length=LONGEST_COMMAND,
        description="Shell command; pipes and several lines work.",
    )
    working_directory: FolderPath | None = Field(
        None, description="Absolute path of the folder; default: the scratch folder."
    )
    timeout: int | None = Field(
        None,
        ge=1,
        description="Seconds after which everything that it started is ended; "
        "default 30, at most 600, unless the settings say otherwise.",
    )
    env_vars: dict[Name, Text] = Field(
        {}, max_length=100, description="Environment variables to add."
    )


class CommandResult(Result):
    stdout: str = Field(description="What it wrote, from the beginning.")
    stderr: str
    exit_code: int = Field(
        description="-1 timed out, -2 could not start, 128 + n ended by signal n."
    )
    timed_out: bool
    duration_ms: int
    truncated: bool = Field(description="Whether output was left out.")
    stdout_bytes: int = Field(description="Bytes that it wrote altogether.")
    stderr_bytes: int
    timeout: int = Field(description="Seconds that it had.")
    note: str | None = Field(None, description="What was done differently, or failed.")

    def text(self) -> str:
        head = f"exit_code={self.exit_code}, duration_ms={self.duration_ms}"
        if self.timed_out:
            head += f", timed out after {self.timeout} s"
        if self.truncated:
            head += (
                f", output cut (stdout {self.stdout_bytes} bytes, "
                f"stderr {self.stderr_bytes})"
            )
        parts = [head, self.note, self.stdout.rstrip("\n")]
        if self.stderr:
            parts.append("stderr:\n" + self.stderr.rstrip("\n"))
        return "\n".join(filter(None, parts))


class ExecuteCommand(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.EXECUTE,
        external=True,
        open_world=True,
        bucket="commands",
        log={"CMD": "command", "EXIT_CODE": "exit_code"},
    )
    def _mcp_execute_command(
        self, params: ExecuteCommandParams, call: Call
    ) -> CommandResult:
        """Run a shell command on the server as Odoo's system user.

        In bash where there is one, else sh, without input. Everything that it
        starts ends with it, background processes too. Of long output the beginning
        is answered: write it to a file of the scratch folder and read that with
        read_file. A non-zero exit code is an answer, not an error.
        """
        timeout, note = asked_commands.allowed_time(self.env, params.timeout)
        room = fitting.room(self.env)
        place = params.working_directory or self._scratch()
        with files.open_folder(self.env, place, place.parts) as folder:
            done = asked_commands.run(
                self.env,
                params.command,
                params.env_vars,
                timeout=timeout,
                cwd=folder,
                keep=room,
                # if the client has gone, this raises, and the command is ended
                watch=lambda seconds: call.progress(seconds, timeout),
            )
        if done.exit_code < 0:
            call.facts.failed = "error", self._command_failure(done, timeout)
        return self._command_result(done, timeout, done.error or note, room)

    def _command_failure(self, done: commands.Finished, timeout: int) -> str:
        """Why it has no exit code of its own, for the audit."""
        return done.error or self.env._("Stopped after %s s.", timeout)

    def _scratch(self) -> files.Place:
        return files.locate(self.env, files.scratch(), files.writable_roots(self.env))

    def _command_result(
        self, done: commands.Finished, timeout: int, note: str | None, room: int
    ) -> CommandResult:
        """Fit both streams into the answer; stderr is sure of a quarter."""
        stderr = done.stderr.text
        stdout = fitting.beginning(
            done.stdout.text, room - min(fitting.cost(stderr), room // 4)
        )
        stderr = fitting.beginning(stderr, room - fitting.cost(stdout))
        shown = len(stdout) + len(stderr)
        return CommandResult(
            stdout=stdout,
            stderr=stderr,
            exit_code=done.exit_code,
            timed_out=done.timed_out,
            duration_ms=done.duration_ms,
            truncated=shown < len(done.stdout.text) + len(done.stderr.text)
            or done.stdout.cut
            or done.stderr.cut,
            stdout_bytes=done.stdout.total,
            stderr_bytes=done.stderr.total,
            timeout=timeout,
            note=note,
        )

    def _preview_execute_command(self, params: ExecuteCommandParams) -> str:
        """Names command, folder, user and time; nothing is run."""
        timeout, note = asked_commands.allowed_time(self.env, params.timeout)
        said = self.env._(
            "As %(user)s in %(folder)s, for at most %(timeout)s s:\n%(command)s"
        ) % {
            "user": commands.environment()["USER"],
            "folder": params.working_directory or files.scratch(),
            "timeout": timeout,
            "command": params.command,
        }
        names = ", ".join(params.env_vars)
        more = self.env._("Environment variables: %s") % names if names else None
        return "\n".join(filter(None, (said, more, note)))
