namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>The UserFlags of an account, as in https://learn.microsoft.com/windows/win32/api/iads/ne-iads-ads_user_flag_enum.</summary>
internal static class AccountFlags
{
    internal const int Script = 0x1;
    internal const int Disabled = 0x2;
    internal const int Normal = 0x200;
    internal const int PasswordNeverExpires = 0x10000;
}
