namespace Ec2KeyPair.Core.Ec2;

/// <summary>What of an image tells the login user (EC2 API Reference, Image).</summary>
/// <param name="ImageId">The id, <c>ami-0123456789abcdef0</c>.</param>
/// <param name="Name">The image's name, <c>ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240101</c>.</param>
/// <param name="OwnerId">The owning account, <c>099720109477</c>.</param>
/// <param name="OwnerAlias"><c>amazon</c>, <c>aws-marketplace</c>, or null.</param>
public sealed record Ec2Image(string ImageId, string? Name, string? OwnerId, string? OwnerAlias);
