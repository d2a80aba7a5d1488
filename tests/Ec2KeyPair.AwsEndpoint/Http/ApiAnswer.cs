namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>A finished answer: status, type and bytes.</summary>
public readonly record struct ApiAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body, string? ErrorCode = null, string? ErrorHeader = null);
