"""The cache on a Valkey or Redis server, which may be gone: then nothing is found and nothing is kept."""

import logging
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .patience import PATIENCE, Rest

logger = logging.getLogger(__name__)


def _or(given):
    """A decorator: this answer where the server gives none; `given` gets what the method was called with."""

    def decorate(method):
        @wraps(method)
        def ask(self, *args, **kwargs):
            if not self._rest:
                try:
                    return method(self, *args, **kwargs)
                except (RedisError, OSError) as error:
                    self._rest.begin()
                    logger.warning("The cache does not answer: %s", error)
            return given(*args, **kwargs)

        return ask

    return decorate


class DispensableCache(RedisCache):
    """As Django's, but a request goes on without it, and soon.

    What counts in the cache (attempts to sign in, calls of a client) is not counted meanwhile: that a
    portal stays open to its users is worth more than that a few attempts are not refused.
    """

    _rest = Rest()  # one for all threads of a process: Django makes an instance for each

    def __init__(self, server, params):
        patient = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1),  # once, as the server may have been started again since
        }
        super().__init__(server, params | {"OPTIONS": patient | params.get("OPTIONS", {})})

    add = _or(lambda *args, **kwargs: True)(RedisCache.add)
    get = _or(lambda key, default=None, version=None: default)(RedisCache.get)
    set = _or(lambda *args, **kwargs: None)(RedisCache.set)
    touch = _or(lambda *args, **kwargs: False)(RedisCache.touch)
    delete = _or(lambda *args, **kwargs: False)(RedisCache.delete)
    get_many = _or(lambda *args, **kwargs: {})(RedisCache.get_many)
    has_key = _or(lambda *args, **kwargs: False)(RedisCache.has_key)
    incr = _or(lambda key, delta=1, version=None: delta)(RedisCache.incr)
    set_many = _or(lambda data, *args, **kwargs: list(data))(RedisCache.set_many)
    delete_many = _or(lambda *args, **kwargs: None)(RedisCache.delete_many)
    clear = _or(lambda: False)(RedisCache.clear)
