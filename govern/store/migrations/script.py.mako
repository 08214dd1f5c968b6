"""${message}

Step ${up_revision}, after ${down_revision | comma,n}.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of this step are there."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """The tables are again those of the step before."""
    ${downgrades if downgrades else "pass"}
