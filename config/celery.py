"""Every Celery option, each with its reason."""

from __future__ import annotations

from typing import Any

from config.settings import Settings

QUEUE = "endcap"
SOFT_TIME_LIMIT_SECONDS = 540
TIME_LIMIT_SECONDS = 600
SWEEP_SECONDS = 10


def segments_queue(host_name: str) -> str:
    """Return the queue that only workers with this host's data folder consume."""
    return f"segments.{host_name}"


def celery_options(settings: Settings) -> dict[str, Any]:
    """Return the options of every process that speaks to the broker."""
    return {
        "broker_url": settings.redis_url,
        "broker_transport_options": {
            # longer than the longest task, or a running task would be given out again
            "visibility_timeout": TIME_LIMIT_SECONDS + 300,
            # look for tasks of dead workers every 10 s; the default is about 100 s
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            # without these a half-open connection is never noticed
            "socket_timeout": 5,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "health_check_interval": 5,
            "retry_on_timeout": False,
            "global_keyprefix": "endcap:",
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # the default gives up after 100
        "broker_connection_timeout": 3,
        "broker_pool_acquire_timeout": 2,  # the default waits for ever
        # one quick retry: the row is written already, a sweep finds what was not told
        "task_publish_retry_policy": {
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.2,
        },
        "task_default_queue": QUEUE,
        "task_acks_late": True,  # a task that was running when its worker died comes back
        "task_reject_on_worker_lost": True,  # also when only the child process died
        "task_retry_on_worker_lost": True,  # but not for ever
        "task_acks_on_failure": True,  # the job row decides about another try
        "task_acks_on_timeout": True,
        "task_soft_time_limit": SOFT_TIME_LIMIT_SECONDS,
        "task_time_limit": TIME_LIMIT_SECONDS,
        "task_ignore_result": True,  # results live in the database
        "task_serializer": "json",
        "accept_content": ["json"],  # never pickle
        "worker_prefetch_multiplier": 1,  # a long task must not sit on short ones
        "worker_cancel_long_running_tasks_on_connection_loss": True,  # jobs are leased
        "worker_soft_shutdown_timeout": 10,
        "worker_max_tasks_per_child": 2000,  # a leak has an end
        "worker_max_memory_per_child": 400_000,  # KiB
        "worker_enable_remote_control": False,  # nobody commands a worker over the broker
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,  # our logs stay structured
        "worker_redirect_stdouts": False,
        "beat_schedule": {
            "sweep": {
                "task": "sweep",
                "schedule": float(SWEEP_SECONDS),
                # a sweep that waited through an outage is not repeated for each one missed
                "options": {"expires": SWEEP_SECONDS},
            },
        },
    }
