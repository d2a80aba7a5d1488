namespace Ec2KeyPair.Core.Sessions.Connection;

/// <summary>The layer above can't take its data: another socket would not help.</summary>
#pragma warning disable CA1032, CA1064 // Goes no further than SessionConnection.
internal sealed class SinkFailedException(Exception cause) : Exception(cause.Message, cause);
#pragma warning restore CA1032, CA1064
